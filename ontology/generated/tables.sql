-- Made by `python -m skillweave.ontology.generate` from ontology/schema.py.

CREATE SCHEMA stored;

CREATE TABLE stored."Posting" (
    owner BIGINT NOT NULL,
    "id" VARCHAR NOT NULL,
    "title" VARCHAR,
    "source" VARCHAR,
    "source_id" VARCHAR,
    "url" VARCHAR,
    "date_posted" DATE,
    "valid_through" DATE,
    "language" VARCHAR,
    "seniority" VARCHAR,
    "work_mode" VARCHAR,
    "employment_types" VARCHAR[],
    "sponsorship" VARCHAR,
    "text_sha256" VARCHAR NOT NULL,
    "reader" VARCHAR
);

CREATE TABLE stored."Employer" (
    owner BIGINT NOT NULL,
    "id" VARCHAR NOT NULL,
    "name" VARCHAR NOT NULL
);

CREATE TABLE stored."Location" (
    owner BIGINT NOT NULL,
    "id" VARCHAR NOT NULL,
    "name" VARCHAR NOT NULL,
    "kind" VARCHAR NOT NULL,
    "country" VARCHAR,
    "lat" DOUBLE,
    "lon" DOUBLE
);

CREATE TABLE stored."Role" (
    owner BIGINT NOT NULL,
    "id" VARCHAR NOT NULL,
    "label" VARCHAR NOT NULL,
    "aliases" VARCHAR[],
    "status" VARCHAR NOT NULL
);

CREATE TABLE stored."Skill" (
    owner BIGINT NOT NULL,
    "id" VARCHAR NOT NULL,
    "label" VARCHAR NOT NULL,
    "kind" VARCHAR,
    "aliases" VARCHAR[],
    "ambiguous" BOOLEAN,
    "status" VARCHAR NOT NULL
);

CREATE TABLE stored."Occupation" (
    owner BIGINT NOT NULL,
    "id" VARCHAR NOT NULL,
    "label" VARCHAR NOT NULL,
    "code" VARCHAR NOT NULL,
    "scheme" VARCHAR NOT NULL
);

CREATE TABLE stored."FieldOfStudy" (
    owner BIGINT NOT NULL,
    "id" VARCHAR NOT NULL,
    "label" VARCHAR NOT NULL,
    "aliases" VARCHAR[],
    "cip" VARCHAR,
    "isced_f" VARCHAR,
    "status" VARCHAR NOT NULL
);

CREATE TABLE stored."EducationLevel" (
    owner BIGINT NOT NULL,
    "id" VARCHAR NOT NULL,
    "label" VARCHAR NOT NULL,
    "rank" BIGINT NOT NULL
);

CREATE TABLE stored."Requirement" (
    owner BIGINT NOT NULL,
    "id" VARCHAR NOT NULL,
    "kind" VARCHAR NOT NULL,
    "modality" VARCHAR NOT NULL,
    "logic" VARCHAR NOT NULL,
    "at_least" BIGINT,
    "open_list" BOOLEAN NOT NULL,
    "min_months" BIGINT,
    "max_months" BIGINT,
    "exclusive_minimum" BOOLEAN NOT NULL,
    "excludes" VARCHAR[],
    "about" VARCHAR[],
    "start" BIGINT NOT NULL,
    "end" BIGINT NOT NULL,
    "quote" VARCHAR NOT NULL,
    "section" VARCHAR,
    "confidence" DOUBLE NOT NULL
);

CREATE TABLE stored."SalaryBand" (
    owner BIGINT NOT NULL,
    "id" VARCHAR NOT NULL,
    "min" DOUBLE,
    "max" DOUBLE,
    "currency" VARCHAR NOT NULL,
    "period" VARCHAR NOT NULL,
    "zone" VARCHAR,
    "start" BIGINT NOT NULL,
    "end" BIGINT NOT NULL,
    "quote" VARCHAR NOT NULL
);

CREATE TABLE stored."Scheme" (
    owner BIGINT NOT NULL,
    "id" VARCHAR NOT NULL,
    "name" VARCHAR NOT NULL,
    "version" VARCHAR,
    "licence" VARCHAR,
    "source" VARCHAR
);

CREATE TABLE stored."ExternalConcept" (
    owner BIGINT NOT NULL,
    "id" VARCHAR NOT NULL,
    "label" VARCHAR NOT NULL,
    "scheme" VARCHAR NOT NULL
);

CREATE TABLE stored."Run" (
    "id" VARCHAR NOT NULL,
    "started" TIMESTAMP NOT NULL,
    "extractor" VARCHAR NOT NULL,
    "taxonomy" VARCHAR NOT NULL,
    "inputs" VARCHAR[]
);

CREATE TABLE stored."HIRED_BY" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL
);

CREATE TABLE stored."LOCATED_IN" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL
);

CREATE TABLE stored."WITHIN" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL
);

CREATE TABLE stored."FOR_ROLE" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL
);

CREATE TABLE stored."CODED_AS" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL
);

CREATE TABLE stored."BROADER" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL
);

CREATE TABLE stored."RELATED" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL
);

CREATE TABLE stored."HAS_REQUIREMENT" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL
);

CREATE TABLE stored."HAS_PART" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL
);

CREATE TABLE stored."OPTION" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL
);

CREATE TABLE stored."AT_LEVEL" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL
);

CREATE TABLE stored."IN_FIELD" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL
);

CREATE TABLE stored."IN_LIEU_OF" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL
);

CREATE TABLE stored."PAYS" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL
);

CREATE TABLE stored."APPLIES_IN" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL
);

CREATE TABLE stored."EXACT_MATCH" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL
);

CREATE TABLE stored."CLOSE_MATCH" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL
);

CREATE TABLE stored."BROAD_MATCH" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL
);

CREATE TABLE stored."NARROW_MATCH" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL
);

CREATE TABLE stored."IN_SCHEME" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL
);

CREATE TABLE stored."DUPLICATE_OF" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL
);

CREATE TABLE stored."EXTRACTED_BY" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL
);

CREATE TABLE stored."REQUIRES" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL,
    "min_months" BIGINT,
    "one_of" BIGINT NOT NULL,
    "start" BIGINT NOT NULL,
    "end" BIGINT NOT NULL
);

CREATE TABLE stored."PREFERS" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL,
    "min_months" BIGINT,
    "one_of" BIGINT NOT NULL,
    "start" BIGINT NOT NULL,
    "end" BIGINT NOT NULL
);

CREATE TABLE stored."MENTIONS" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL,
    "min_months" BIGINT,
    "one_of" BIGINT NOT NULL,
    "start" BIGINT NOT NULL,
    "end" BIGINT NOT NULL
);

CREATE TABLE stored."NEEDS" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL,
    "share" DOUBLE NOT NULL,
    "postings" BIGINT NOT NULL,
    "median_months" DOUBLE
);

CREATE TABLE stored."CO_OCCURS" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL,
    "postings" BIGINT NOT NULL,
    "npmi" DOUBLE NOT NULL
);

CREATE TABLE stored."SIMILAR_TO" (
    owner BIGINT NOT NULL,
    "source" VARCHAR NOT NULL,
    "target" VARCHAR NOT NULL,
    "score" DOUBLE NOT NULL,
    "shared" BIGINT NOT NULL
);

CREATE TABLE stored."document" (
    owner BIGINT NOT NULL,
    "posting" VARCHAR NOT NULL,
    "digest" VARCHAR NOT NULL,
    "file" VARCHAR NOT NULL,
    "position" VARCHAR NOT NULL,
    "format" VARCHAR NOT NULL,
    "text" VARCHAR NOT NULL,
    "record" VARCHAR NOT NULL
);

CREATE TABLE stored."bucket" (
    owner BIGINT NOT NULL,
    "bucket" BIGINT NOT NULL
);

CREATE TABLE stored."reject" (
    "run" VARCHAR NOT NULL,
    "file" VARCHAR NOT NULL,
    "position" VARCHAR NOT NULL,
    "reason" VARCHAR NOT NULL,
    "next_step" VARCHAR NOT NULL,
    "sample" VARCHAR NOT NULL
);

CREATE TABLE stored."file_count" (
    "run" VARCHAR NOT NULL,
    "file" VARCHAR NOT NULL,
    "read" BIGINT NOT NULL,
    "written" BIGINT NOT NULL,
    "unchanged" BIGINT NOT NULL,
    "duplicate" BIGINT NOT NULL,
    "rejected" BIGINT NOT NULL
);

CREATE TABLE stored."answer" (
    "key" VARCHAR NOT NULL,
    "posting" VARCHAR,
    "answer" VARCHAR NOT NULL
);

CREATE VIEW "Posting" AS
SELECT "id", "title", "source", "source_id", "url", "date_posted", "valid_through", "language", "seniority", "work_mode", "employment_types", "sponsorship", "text_sha256", "reader"
FROM stored."Posting";

CREATE VIEW "Employer" AS
SELECT "id", "name"
FROM (
    SELECT "id", "name", min(owner) = 0 AS listed, count(*) AS said
    FROM stored."Employer"
    GROUP BY ALL
)
QUALIFY row_number() OVER (PARTITION BY id ORDER BY listed DESC, said DESC, "name") = 1;

CREATE VIEW "Location" AS
SELECT "id", "name", "kind", "country", "lat", "lon"
FROM (
    SELECT "id", "name", "kind", "country", "lat", "lon", min(owner) = 0 AS listed, count(*) AS said
    FROM stored."Location"
    GROUP BY ALL
)
QUALIFY row_number() OVER (PARTITION BY id ORDER BY listed DESC, said DESC, "name", "kind", "country", "lat", "lon") = 1;

CREATE VIEW "Role" AS
SELECT "id", "label", "aliases", "status"
FROM (
    SELECT "id", "label", "aliases", "status", min(owner) = 0 AS listed, count(*) AS said
    FROM stored."Role"
    GROUP BY ALL
)
QUALIFY row_number() OVER (PARTITION BY id ORDER BY listed DESC, said DESC, "label", "aliases", "status") = 1;

CREATE VIEW "Skill" AS
SELECT "id", "label", "kind", "aliases", "ambiguous", "status"
FROM (
    SELECT "id", "label", "kind", "aliases", "ambiguous", "status", min(owner) = 0 AS listed, count(*) AS said
    FROM stored."Skill"
    GROUP BY ALL
)
QUALIFY row_number() OVER (PARTITION BY id ORDER BY listed DESC, said DESC, "label", "kind", "aliases", "ambiguous", "status") = 1;

CREATE VIEW "Occupation" AS
SELECT "id", "label", "code", "scheme"
FROM stored."Occupation";

CREATE VIEW "FieldOfStudy" AS
SELECT "id", "label", "aliases", "cip", "isced_f", "status"
FROM (
    SELECT "id", "label", "aliases", "cip", "isced_f", "status", min(owner) = 0 AS listed, count(*) AS said
    FROM stored."FieldOfStudy"
    GROUP BY ALL
)
QUALIFY row_number() OVER (PARTITION BY id ORDER BY listed DESC, said DESC, "label", "aliases", "cip", "isced_f", "status") = 1;

CREATE VIEW "EducationLevel" AS
SELECT "id", "label", "rank"
FROM stored."EducationLevel";

CREATE VIEW "Requirement" AS
SELECT "id", "kind", "modality", "logic", "at_least", "open_list", "min_months", "max_months", "exclusive_minimum", "excludes", "about", "start", "end", "quote", "section", "confidence"
FROM stored."Requirement";

CREATE VIEW "SalaryBand" AS
SELECT "id", "min", "max", "currency", "period", "zone", "start", "end", "quote"
FROM stored."SalaryBand";

CREATE VIEW "Scheme" AS
SELECT "id", "name", "version", "licence", "source"
FROM stored."Scheme";

CREATE VIEW "ExternalConcept" AS
SELECT "id", "label", "scheme"
FROM stored."ExternalConcept";

CREATE VIEW "Run" AS
SELECT "id", "started", "extractor", "taxonomy", "inputs"
FROM stored."Run"
WHERE id IN (SELECT target FROM stored."EXTRACTED_BY");

CREATE VIEW "HIRED_BY" AS
SELECT "source", "target"
FROM stored."HIRED_BY";

CREATE VIEW "LOCATED_IN" AS
SELECT "source", "target"
FROM stored."LOCATED_IN";

CREATE VIEW "WITHIN" AS
SELECT DISTINCT "source", "target"
FROM stored."WITHIN";

CREATE VIEW "FOR_ROLE" AS
SELECT "source", "target"
FROM stored."FOR_ROLE";

CREATE VIEW "CODED_AS" AS
SELECT "source", "target"
FROM stored."CODED_AS";

CREATE VIEW "BROADER" AS
SELECT "source", "target"
FROM stored."BROADER";

CREATE VIEW "RELATED" AS
SELECT "source", "target"
FROM stored."RELATED";

CREATE VIEW "HAS_REQUIREMENT" AS
SELECT "source", "target"
FROM stored."HAS_REQUIREMENT";

CREATE VIEW "HAS_PART" AS
SELECT "source", "target"
FROM stored."HAS_PART";

CREATE VIEW "OPTION" AS
SELECT "source", "target"
FROM stored."OPTION";

CREATE VIEW "AT_LEVEL" AS
SELECT "source", "target"
FROM stored."AT_LEVEL";

CREATE VIEW "IN_FIELD" AS
SELECT "source", "target"
FROM stored."IN_FIELD";

CREATE VIEW "IN_LIEU_OF" AS
SELECT "source", "target"
FROM stored."IN_LIEU_OF";

CREATE VIEW "PAYS" AS
SELECT "source", "target"
FROM stored."PAYS";

CREATE VIEW "APPLIES_IN" AS
SELECT "source", "target"
FROM stored."APPLIES_IN";

CREATE VIEW "EXACT_MATCH" AS
SELECT "source", "target"
FROM stored."EXACT_MATCH";

CREATE VIEW "CLOSE_MATCH" AS
SELECT "source", "target"
FROM stored."CLOSE_MATCH";

CREATE VIEW "BROAD_MATCH" AS
SELECT "source", "target"
FROM stored."BROAD_MATCH";

CREATE VIEW "NARROW_MATCH" AS
SELECT "source", "target"
FROM stored."NARROW_MATCH";

CREATE VIEW "IN_SCHEME" AS
SELECT "source", "target"
FROM stored."IN_SCHEME";

CREATE VIEW "DUPLICATE_OF" AS
SELECT "source", "target"
FROM stored."DUPLICATE_OF";

CREATE VIEW "EXTRACTED_BY" AS
SELECT "source", "target"
FROM stored."EXTRACTED_BY";

CREATE VIEW "REQUIRES" AS
SELECT "source", "target", "min_months", "one_of", "start", "end"
FROM stored."REQUIRES";

CREATE VIEW "PREFERS" AS
SELECT "source", "target", "min_months", "one_of", "start", "end"
FROM stored."PREFERS";

CREATE VIEW "MENTIONS" AS
SELECT "source", "target", "min_months", "one_of", "start", "end"
FROM stored."MENTIONS";

CREATE VIEW "NEEDS" AS
SELECT DISTINCT "source", "target", "share", "postings", "median_months"
FROM stored."NEEDS";

CREATE VIEW "CO_OCCURS" AS
SELECT DISTINCT "source", "target", "postings", "npmi"
FROM stored."CO_OCCURS";

CREATE VIEW "SIMILAR_TO" AS
SELECT DISTINCT "source", "target", "score", "shared"
FROM stored."SIMILAR_TO";
