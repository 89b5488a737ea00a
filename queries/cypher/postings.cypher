// Which postings ask for a skill, with how much experience, where, and for what pay?
//
// $skill Skill: the skill
// $at_most integer = none: at most so many months; postings that state none stay
// $at_least integer = none: at least so many months; postings that state none are left out
// $place Location = none: in this place or one that it contains
// $role Role = none: for this role
// $pay number = none: paying at least so much for a year of full-time work
// $currency text = USD: in this currency (ISO 4217)
//
// Of several demands of a posting for one skill the strongest counts, and of equals the one with
// the longest experience: the score is 10,000 for a duty, 20,000 for a wish, 30,000 for a demand,
// and one more than the months. A part of a demand has the months of its whole if it has none of
// its own.
MATCH (:Skill {id: $skill})<-[:OPTION]-(q:Requirement)
WHERE q.modality <> 'not_required'
MATCH demand = (q)<-[:HAS_PART*0..]-(:Requirement)<-[:HAS_REQUIREMENT]-(p:Posting)
WHERE NOT EXISTS { (p)-[:DUPLICATE_OF]->(:Posting) }
  AND EXISTS { (p)-[:FOR_ROLE]->(:Role {id: $role}) }  // if $role
  AND EXISTS {  // if $place
    (p)-[:LOCATED_IN]->(:Location)-[:WITHIN*0..]->(:Location {id: $place})  // if $place
  }  // if $place
WITH p, CASE q.modality WHEN 'required' THEN 3 WHEN 'preferred' THEN 2 ELSE 1 END AS rank,
     [n IN nodes(demand) WHERE n.min_months IS NOT NULL | n.min_months] AS months
WITH p, max(rank * 10000 + 1 + coalesce(months[0], -1)) AS score
WITH p, score / 10000 AS strength, CASE WHEN score % 10000 > 0 THEN score % 10000 - 1 END AS months
MATCH (p)
WHERE true
  AND (months IS NULL OR months <= $at_most)  // if $at_most
  AND months >= $at_least  // if $at_least
OPTIONAL MATCH (p)-[:HIRED_BY]->(e:Employer)
OPTIONAL MATCH (p)-[:PAYS]->(b:SalaryBand)  // if $pay
WHERE b.currency = toUpper($currency)  // if $pay
WITH p, strength, months, e, max(coalesce(b.max, b.min) * CASE b.period  // if $pay
       WHEN 'hour' THEN 2080 WHEN 'day' THEN 260 WHEN 'week' THEN 52  // if $pay
       WHEN 'month' THEN 12 ELSE 1 END) AS paid  // if $pay
WHERE paid >= $pay  // if $pay
RETURN p.id AS posting, p.title AS title, e.name AS employer, p.date_posted AS date_posted,
       CASE strength WHEN 3 THEN 'required' WHEN 2 THEN 'preferred' ELSE 'duty' END AS modality,
       months AS min_months
ORDER BY strength DESC, coalesce(months, 10000), date_posted DESC, posting
