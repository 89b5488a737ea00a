// How much experience do postings for a role or with a skill ask for, and how many of them?
//
// $role Role = none: of postings for this role
// $skill Skill = none: experience with this skill
//
// A part of a demand has the months of its whole if it has none of its own. What names nothing and
// is no experience, and has no part that does, cannot be judged and is left out; a part of an "all"
// that is asked for with another strength is a demand of its own. The share is that of all postings
// for the role, also of those that demand nothing; of a skill, that of the postings which ask for it.
MATCH (p:Posting)
WHERE NOT EXISTS { (p)-[:DUPLICATE_OF]->(:Posting) }
  AND EXISTS { (p)-[:FOR_ROLE]->(:Role {id: $role}) }  // if $role
OPTIONAL MATCH demand = (p)-[:HAS_REQUIREMENT]->(:Requirement)-[:HAS_PART*0..]->(q:Requirement)
WHERE q.modality <> 'not_required'
  AND EXISTS { (q)-[:OPTION]->(:Skill {id: $skill}) }  // if $skill
WITH p, q, demand
WHERE q IS NOT NULL  // if $skill
WITH p, q, [n IN nodes(demand) WHERE n.min_months IS NOT NULL | n.min_months][-1] AS min_months
OPTIONAL MATCH part = (q)-[:HAS_PART*0..]->(x:Requirement)
WHERE (x.kind = 'experience' OR EXISTS { (x)-[:OPTION|AT_LEVEL|IN_FIELD]->() })
  AND all(i IN range(1, length(part)) WHERE nodes(part)[i].modality <> 'not_required'
          AND (nodes(part)[i].modality = nodes(part)[i - 1].modality
               OR nodes(part)[i - 1].logic <> 'all'))
WITH p, q, q.modality AS modality, min_months, count(x) > 0 AS judged
WITH collect({posting: p, modality: modality, months: min_months, judged: judged}) AS demands,
     count(DISTINCT p) AS total
UNWIND demands AS demand
WITH demand.months AS min_months, demand.modality AS modality, total, demand.posting AS p
WHERE demand.judged AND min_months > 0
WITH min_months, modality, total, count(DISTINCT p) AS postings
RETURN min_months, modality, postings, toFloat(postings) / total AS share
ORDER BY min_months, CASE modality WHEN 'required' THEN 1 WHEN 'preferred' THEN 2 ELSE 3 END
