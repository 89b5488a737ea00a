// How does the number of postings for a role or a skill change from month to month?
//
// $role Role = none: postings for this role
// $skill Skill = none: postings that ask for this skill
// $place Location = none: postings, in both counts, in this place or one that it contains
MATCH (p:Posting)
WHERE p.date_posted IS NOT NULL AND NOT EXISTS { (p)-[:DUPLICATE_OF]->(:Posting) }
  AND EXISTS {  // if $place
    (p)-[:LOCATED_IN]->(:Location)-[:WITHIN*0..]->(:Location {id: $place})  // if $place
  }  // if $place
WITH substring(toString(p.date_posted), 0, 7) AS period, true
  AND EXISTS { (p)-[:FOR_ROLE]->(:Role {id: $role}) }  // if $role
  AND EXISTS {  // if $skill
    MATCH (p)-[:HAS_REQUIREMENT]->(:Requirement)-[:HAS_PART*0..]->(q:Requirement)  // if $skill
          -[:OPTION]->(:Skill {id: $skill})  // if $skill
    WHERE q.modality <> 'not_required'  // if $skill
  }  // if $skill
  AS asked
WITH period, sum(CASE WHEN asked THEN 1 ELSE 0 END) AS postings, count(*) AS of
RETURN period, postings, of, toFloat(postings) / of AS share
ORDER BY period
