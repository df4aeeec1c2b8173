package io.spillway.bench.core;

/** What a contender stands for. */
public enum Role {
  /** The product's own code. */
  OURS,
  /** What somebody would build or take instead, tuned as its documentation advises. */
  PEER,
  /** What the machine or a server can do at most, with less work than ours. */
  LIMIT
}
