"""Configuration: `CHALLENGE_API_*` variables, each described in `docs/operations.md`."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything that can be set from outside, with its default for development."""

    model_config = SettingsConfigDict(env_prefix="CHALLENGE_API_", extra="ignore", frozen=True)

    environment: Literal["development", "production"] = "development"
    """Production refuses the local issuer."""
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    data_dir: Path = Path("var")
    """Where the embedded database and the development key lie."""
    database_url: str = ""
    """SQLAlchemy address; empty: SQLite in `data_dir`."""
    public_url: str = "http://127.0.0.1:8000"
    """Address under which clients reach the service, without `/v1`."""
    time_zone: str = "Europe/Amsterdam"
    """Time zone of the legal day."""
    issuer: str = ""
    """Issuer of access tokens; empty in development: the local issuer."""
    jwks_url: str = ""
    """Where the issuer publishes its keys."""
    jwks_file: Path | None = None
    """Keys from a file instead."""
    audience: str = "challenge-api"
    algorithms: tuple[str, ...] = ("RS256", "PS256", "ES256", "EdDSA")
    cors_origins: tuple[str, ...] = ()
    """Origins of browsers that may call the API."""
    body_limit: int = Field(default=1_000_000, ge=1_000, le=50_000_000)
    """Largest request body in bytes."""
    pool_size: int = Field(default=8, ge=1, le=200)
    """Connections to PostgreSQL per process."""
    log_key: str = ""
    """Key that signs the logs, as PEM, retired keys behind it; empty: from `log_key_file`."""
    log_key_file: Path | None = None
    """The same from a file; empty: `log-key.pem` in `data_dir`, which development makes on first start."""
    log_origin: str = ""
    """Name of a log, with `{authority}` in it; empty: made of `public_url`."""
    checkpoint_dir: Path | None = None
    """Where the newest checkpoint of each log is kept beside the database; empty: in `data_dir`, by the database's name."""
    witness_urls: tuple[str, ...] = ()
    """Witnesses that are told of every new checkpoint (C2SP tlog-witness)."""
    duties: tuple[Literal["confirmation", "warning", "delay"], ...] = ("confirmation", "warning", "delay")
    """What the service does itself when a day comes."""
    duties_seconds: int = Field(default=300, ge=0, le=86_400)
    """How often it looks for what is due; 0: not in this process, `challenge-api duties` does it."""
    warn_days: int = Field(default=7, ge=0, le=366)
    """Days before the end of a term at which whoever must act is warned."""
    delay_days: int = Field(default=0, ge=0, le=366)
    """Days before the end of a decision term at which it is told that no decision comes in time; 0: on its last day."""
    security_contact: str = "mailto:security@challenge-api.example"
    """Contact in security.txt."""
    log_requests: bool = True
    """Whether each request is logged, without personal data."""

    @property
    def database(self) -> str:
        """The database address in force."""
        return self.database_url or f"sqlite:///{self.data_dir / 'challenge-api.db'}"

    @property
    def origin(self) -> str:
        """The name of a log in force, with `{authority}` in it."""
        return self.log_origin or f"{self.public_url.partition('://')[2].rstrip('/')}/v1/authorities/{{authority}}/log"
