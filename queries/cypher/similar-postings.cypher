// Which postings ask for the most similar skills?
//
// $posting Posting: the posting
// $least integer = 2: postings that share at least so many skills with it
//
// The score is the plain Jaccard coefficient of the skills that the two name; it does not weigh
// skills by what they tell, as the question in Python does.
MATCH (:Posting {id: $posting})-[:HAS_REQUIREMENT]->(:Requirement)-[:HAS_PART*0..]->(q:Requirement)
      -[:OPTION]->(s:Skill)
WHERE q.modality <> 'not_required'
WITH collect(DISTINCT s) AS skills
UNWIND skills AS s
WITH size(skills) AS own, s
MATCH (s)<-[:OPTION]-(q:Requirement)<-[:HAS_PART*0..]-(:Requirement)
      <-[:HAS_REQUIREMENT]-(p:Posting)
WHERE q.modality <> 'not_required' AND p.id <> $posting
  AND NOT EXISTS { (p)-[:DUPLICATE_OF]->(:Posting) }
WITH DISTINCT own, p.id AS id, s.id AS skill, s.label AS label
ORDER BY label
WITH own, id, collect(label) AS shared
WHERE size(shared) >= $least
MATCH (p:Posting {id: id})-[:HAS_REQUIREMENT]->(:Requirement)-[:HAS_PART*0..]->(q:Requirement)-[:OPTION]->(s:Skill)
WHERE q.modality <> 'not_required'
WITH own, p, shared, count(DISTINCT s) AS whole
RETURN p.id AS posting, p.title AS title,
       toFloat(size(shared)) / (own + whole - size(shared)) AS score, shared
ORDER BY score DESC, posting
