// Which roles ask for the most similar skills?
//
// $role Role: the role
// $least integer = 1: roles with at least so many postings
//
// Needs the edges that `skillweave derive` makes. The score is the plain Jaccard coefficient of the
// shares of postings that name each skill; it does not weigh skills by what they tell, as the
// question in Python and SIMILAR_TO do.
MATCH (one:Role {id: $role})-[mine:NEEDS]->(:Skill)
WITH one, sum(mine.share) AS own
MATCH (one)-[mine:NEEDS]->(s:Skill)<-[theirs:NEEDS]-(other:Role)
WITH own, other, s,
     CASE WHEN mine.share < theirs.share THEN mine.share ELSE theirs.share END AS both
ORDER BY both DESC, s.label
WITH own, other, sum(both) AS common, collect(s.label) AS shared
MATCH (other)-[theirs:NEEDS]->(:Skill)
WITH own, other, common, shared, sum(theirs.share) AS whole
MATCH (other)<-[:FOR_ROLE]-(p:Posting)
WHERE NOT EXISTS { (p)-[:DUPLICATE_OF]->(:Posting) }
WITH other, round(common / (own + whole - common), 12) AS score, shared, count(p) AS postings
WHERE postings >= $least
RETURN other.id AS role, other.label AS label, score, postings, size(shared) AS skills_shared,
       shared[..5] AS shared
ORDER BY score DESC, postings DESC, role
