// Where are postings for a role or a skill: each place with all that it contains?
//
// $role Role = none: postings for this role
// $skill Skill = none: postings that ask for this skill
// $level text = city: city, county, region or country
MATCH (p:Posting)-[:LOCATED_IN]->(:Location)-[:WITHIN*0..]->(place:Location {kind: $level})
WHERE NOT EXISTS { (p)-[:DUPLICATE_OF]->(:Posting) }
WITH DISTINCT p, place
WITH place, true
  AND EXISTS { (p)-[:FOR_ROLE]->(:Role {id: $role}) }  // if $role
  AND EXISTS {  // if $skill
    MATCH (p)-[:HAS_REQUIREMENT]->(:Requirement)-[:HAS_PART*0..]->(q:Requirement)  // if $skill
          -[:OPTION]->(:Skill {id: $skill})  // if $skill
    WHERE q.modality <> 'not_required'  // if $skill
  }  // if $skill
  AS asked
WITH place, sum(CASE WHEN asked THEN 1 ELSE 0 END) AS postings, count(*) AS of
WHERE postings > 0
RETURN place.id AS place, place.name AS name, postings, of, toFloat(postings) / of AS share
ORDER BY postings DESC, of, place
