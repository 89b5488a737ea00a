// Which roles ask for a skill, in which share of their postings, and with how much experience?
//
// $skill Skill: the skill
//
// Of several demands of a posting for one skill the strongest counts, and of equals the one with
// the longest experience: the score is 10,000 for a duty, 20,000 for a wish, 30,000 for a demand,
// and one more than the months. A part of a demand has the months of its whole if it has none of
// its own.
MATCH (:Skill {id: $skill})<-[:OPTION]-(q:Requirement)
WHERE q.modality <> 'not_required'
MATCH demand = (q)<-[:HAS_PART*0..]-(:Requirement)<-[:HAS_REQUIREMENT]-(p:Posting)
WHERE NOT EXISTS { (p)-[:DUPLICATE_OF]->(:Posting) }
WITH p, CASE q.modality WHEN 'required' THEN 3 WHEN 'preferred' THEN 2 ELSE 1 END AS rank,
     [n IN nodes(demand) WHERE n.min_months IS NOT NULL | n.min_months] AS months
WITH p, max(rank * 10000 + 1 + coalesce(months[0], -1)) AS score
MATCH (p)-[:FOR_ROLE]->(r:Role)
WITH r, count(*) AS postings, sum(CASE WHEN score >= 30000 THEN 1 ELSE 0 END) AS required,
     percentileCont(CASE WHEN score % 10000 > 0 THEN score % 10000 - 1 END, 0.5) AS median_months
MATCH (r)<-[:FOR_ROLE]-(p:Posting)
WHERE NOT EXISTS { (p)-[:DUPLICATE_OF]->(:Posting) }
WITH r, postings, required, median_months, count(p) AS total
RETURN r.id AS role, r.label AS label, postings, toFloat(postings) / total AS share,
       toFloat(required) / total AS share_required, median_months
ORDER BY postings DESC, total, label
