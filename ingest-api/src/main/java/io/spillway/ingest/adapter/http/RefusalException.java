package io.spillway.ingest.adapter.http;

import io.spillway.ingest.core.Problem;

/** Ends a request with a problem. */
final class RefusalException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  RefusalException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
