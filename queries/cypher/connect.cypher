// How are two skills connected: roles whose postings ask for both, with a sentence for each?
//
// $one Skill: the one skill
// $other Skill: the other skill
MATCH (:Skill {id: $one})<-[:OPTION]-(q:Requirement)<-[:HAS_PART*0..]-(:Requirement)
      <-[:HAS_REQUIREMENT]-(p:Posting)
WHERE q.modality <> 'not_required' AND NOT EXISTS { (p)-[:DUPLICATE_OF]->(:Posting) }
WITH p, min(q.quote) AS sentence_one
MATCH (p)-[:HAS_REQUIREMENT]->(:Requirement)-[:HAS_PART*0..]->(q:Requirement)
      -[:OPTION]->(:Skill {id: $other})
WHERE q.modality <> 'not_required'
WITH p, sentence_one, min(q.quote) AS sentence_other
MATCH (p)-[:FOR_ROLE]->(r:Role)
WITH r, p, sentence_one, sentence_other
ORDER BY p.id
WITH r, collect({posting: p.id, one: sentence_one, other: sentence_other}) AS found
RETURN r.id AS role, r.label AS label, size(found) AS postings, found[0].posting AS posting,
       found[0].one AS sentence_one, found[0].other AS sentence_other
ORDER BY postings DESC, label
