-- Who may use the HTTP servers: API keys without their secrets. Never deleted: a revoked key is refused for ever.
-- Not in the change feed; `version` does not count the last use.
CREATE TABLE api_keys (
  key_id       CHAR(13)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  slot         SMALLINT     NOT NULL,
  hash         BINARY(32)   NOT NULL,
  name         VARCHAR(100) NOT NULL,
  tenants      JSON         NULL,
  scopes       JSON         NOT NULL,
  created_at   DATETIME(3)  NOT NULL,
  created_by   VARCHAR(200) NOT NULL,
  expires_at   DATETIME(3)  NULL,
  revoked_at   DATETIME(3)  NULL,
  last_used_at DATETIME(3)  NULL,
  version      BIGINT       NOT NULL,
  PRIMARY KEY (key_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_0900_bin;
