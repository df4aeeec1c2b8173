package io.spillway.stack.core;

/** The kinds of server a stack may run. */
public enum Server {
  /** One or three brokers, named {@code kafka-0} and so on. */
  KAFKA,
  /** One or more servers, named {@code mysql-0} and so on, each with its shards' schemas. */
  MYSQL,
  /** One server, named {@code redis}. */
  REDIS,
  /** One node, named {@code elasticsearch}. */
  ELASTICSEARCH
}
