"""What every HTTP answer of the service has in common: identity, errors, headers, paging, generated routes, the document."""
