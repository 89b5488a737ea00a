// Which skills are asked for together with a skill more often than by chance?
//
// $skill Skill: the skill
// $least integer = 5: in at least so many postings
//
// npmi: normalised pointwise mutual information, up to 1 for skills that only come together.
MATCH (p:Posting)
WHERE NOT EXISTS { (p)-[:DUPLICATE_OF]->(:Posting) }
WITH toFloat(count(p)) AS total
MATCH (:Skill {id: $skill})<-[:OPTION]-(q:Requirement)<-[:HAS_PART*0..]-(:Requirement)
      <-[:HAS_REQUIREMENT]-(p:Posting)
WHERE q.modality <> 'not_required' AND NOT EXISTS { (p)-[:DUPLICATE_OF]->(:Posting) }
WITH total, collect(DISTINCT p) AS asking
WITH total, asking, size(asking) AS with_skill
UNWIND asking AS p
WITH total, with_skill, p
MATCH (p)-[:HAS_REQUIREMENT]->(:Requirement)-[:HAS_PART*0..]->(q:Requirement)-[:OPTION]->(s:Skill)
WHERE q.modality <> 'not_required' AND s.id <> $skill
WITH total, with_skill, s, count(DISTINCT p) AS postings
WHERE postings >= $least
MATCH (s)<-[:OPTION]-(q:Requirement)<-[:HAS_PART*0..]-(:Requirement)
      <-[:HAS_REQUIREMENT]-(p:Posting)
WHERE q.modality <> 'not_required' AND NOT EXISTS { (p)-[:DUPLICATE_OF]->(:Posting) }
WITH total, with_skill, s, postings, count(DISTINCT p) AS with_other
WITH s, postings, with_skill, total / postings AS rarity,
     postings * total / with_skill / with_other AS lift
WITH s, postings, with_skill,
     CASE WHEN rarity = 1 THEN 1.0 ELSE round(log(lift) / log(rarity), 12) END AS npmi
WHERE npmi > 0
RETURN s.id AS skill, s.label AS label, s.kind AS kind, npmi, postings,
       toFloat(postings) / with_skill AS share
ORDER BY npmi DESC, postings DESC, label
