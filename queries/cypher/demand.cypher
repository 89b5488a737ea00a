// How many postings ask for a skill and for each narrower one, alone and with all that is below it?
//
// $skill Skill: the skill
// $role Role = none: postings for this role
// $place Location = none: postings in this place or one that it contains
MATCH way = (:Skill {id: $skill})<-[:BROADER*0..]-(narrower:Skill)
WITH narrower, min(length(way)) AS depth
MATCH (narrower)<-[:BROADER*0..]-(below:Skill)
WITH DISTINCT narrower, depth, below
MATCH (below)<-[:OPTION]-(q:Requirement)<-[:HAS_PART*0..]-(:Requirement)
      <-[:HAS_REQUIREMENT]-(p:Posting)
WHERE q.modality <> 'not_required' AND NOT EXISTS { (p)-[:DUPLICATE_OF]->(:Posting) }
  AND EXISTS { (p)-[:FOR_ROLE]->(:Role {id: $role}) }  // if $role
  AND EXISTS {  // if $place
    (p)-[:LOCATED_IN]->(:Location)-[:WITHIN*0..]->(:Location {id: $place})  // if $place
  }  // if $place
RETURN narrower.id AS skill, narrower.label AS label, depth,
       count(DISTINCT CASE WHEN below = narrower THEN p END) AS postings,
       count(DISTINCT p) AS postings_in_all
ORDER BY depth > 0, postings_in_all DESC, postings DESC, label
