CREATE TABLE IF NOT EXISTS spillway_sequences (
  subscription VARCHAR(200) NOT NULL,
  order_id VARCHAR(64) NOT NULL,
  version BIGINT NOT NULL,
  changed_millis BIGINT NOT NULL,
  PRIMARY KEY (subscription, order_id)
);
CREATE TABLE IF NOT EXISTS spillway_parked (
  subscription VARCHAR(200) NOT NULL,
  order_id VARCHAR(64) NOT NULL,
  first_offset BIGINT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (subscription, order_id, first_offset)
);
