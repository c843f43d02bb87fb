"""The official API Design Rules, by Spectral, on the OpenAPI document."""
