"""The format of an ordinance file, typed: what a document may say, group by group, and nothing else.

A document is plain data (JSON, or YAML with the same keys), so these types describe it as it is: read through them it comes
back key for key, evidence and unknowns included. Null and a key left out mean the same, open; what was written is given back as
it was written. `law.ordinance_document` turns a document into the rules that a case reads; `law.contradictions` says where it
contradicts itself. Keys are the file's own, in snake_case: the file is a document of the authority and no field of the API.
"""

from challenge_api.law.ordinance_schema.document import OrdinanceDocument

__all__ = ["OrdinanceDocument"]
