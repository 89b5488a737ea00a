// In which sentences do postings ask for a skill?
//
// $skill Skill: the skill
// $role Role = none: of postings for this role only
MATCH (:Skill {id: $skill})<-[:OPTION]-(q:Requirement)<-[:HAS_PART*0..]-(:Requirement)
      <-[:HAS_REQUIREMENT]-(p:Posting)
WHERE q.modality <> 'not_required' AND NOT EXISTS { (p)-[:DUPLICATE_OF]->(:Posting) }
  AND EXISTS { (p)-[:FOR_ROLE]->(:Role {id: $role}) }  // if $role
RETURN p.id AS posting, p.title AS title, q.modality AS modality, q.quote AS sentence,
       q.start AS start, q.end AS end
ORDER BY posting, start, end, q.id
