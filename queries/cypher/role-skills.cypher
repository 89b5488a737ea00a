// Which skills do postings for a role ask for, how many of them, and with how much experience?
//
// $role Role: the role
//
// Of several demands of a posting for one skill the strongest counts, and of equals the one with
// the longest experience: the score is 10,000 for a duty, 20,000 for a wish, 30,000 for a demand,
// and one more than the months. A part of a demand has the months of its whole if it has none of
// its own.
MATCH (:Role {id: $role})<-[:FOR_ROLE]-(p:Posting)
WHERE NOT EXISTS { (p)-[:DUPLICATE_OF]->(:Posting) }
WITH collect(p) AS postings, count(p) AS total
UNWIND postings AS p
MATCH demand = (p)-[:HAS_REQUIREMENT]->(:Requirement)-[:HAS_PART*0..]->(q:Requirement)
MATCH (q)-[:OPTION]->(s:Skill)
WHERE q.modality <> 'not_required'
WITH total, p, s, CASE q.modality WHEN 'required' THEN 3 WHEN 'preferred' THEN 2 ELSE 1 END AS rank,
     [n IN nodes(demand) WHERE n.min_months IS NOT NULL | n.min_months] AS months
WITH total, p, s, max(rank * 10000 + 1 + coalesce(months[-1], -1)) AS score
WITH total, s, count(*) AS postings,
     sum(CASE WHEN score >= 30000 THEN 1 ELSE 0 END) AS required,
     percentileCont(CASE WHEN score % 10000 > 0 THEN score % 10000 - 1 END, 0.5) AS median_months
RETURN s.id AS skill, s.label AS label, s.kind AS kind, postings,
       toFloat(postings) / total AS share, toFloat(required) / total AS share_required,
       median_months
ORDER BY postings DESC, share_required DESC, label
