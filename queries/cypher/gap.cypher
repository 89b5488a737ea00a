// What do postings for a role ask for more often than those for another role?
//
// $role Role: the role that is aimed at
// $from_role Role: the role to come from
// $least number = 0.05: share of a role's postings below which a skill is no part of it
MATCH (r:Role)<-[:FOR_ROLE]-(p:Posting)
WHERE r.id IN [$role, $from_role] AND NOT EXISTS { (p)-[:DUPLICATE_OF]->(:Posting) }
WITH r, collect(p) AS postings, toFloat(count(p)) AS total
UNWIND postings AS p
WITH r, total, p
MATCH (p)-[:HAS_REQUIREMENT]->(:Requirement)-[:HAS_PART*0..]->(q:Requirement)-[:OPTION]->(s:Skill)
WHERE q.modality <> 'not_required'
WITH r, total, s, count(DISTINCT p) AS named
WITH r, s, named / total AS share
WHERE share >= $least
WITH s, max(CASE WHEN r.id = $role THEN share END) AS share,
     max(CASE WHEN r.id = $from_role THEN share ELSE 0.0 END) AS has
WHERE share IS NOT NULL
RETURN s.id AS skill, s.label AS label, s.kind AS kind, share, has,
       CASE WHEN share > has THEN share - has ELSE 0.0 END AS gap
ORDER BY gap DESC, share DESC, label
