package io.spillway.client;

import io.spillway.client.core.CallRetries;
import io.spillway.client.core.Problem;
import io.spillway.client.port.OrderApi;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Repeats a call, as it is, until it has a final answer or no attempt is left. Thread-safe. */
final class RetryingCalls {
  private final OrderApi api;
  private final CallRetries retries;
  private final Time time;

  /** Time and chance, so that tests have both. Thread-safe. */
  interface Time {
    long nanos();

    void sleep(Duration duration) throws InterruptedException;

    RandomGenerator random();
  }

  RetryingCalls(OrderApi api, CallRetries retries, Time time) {
    this.api = api;
    this.retries = retries;
    this.time = time;
  }

  /**
   * Sends until the answer is final.
   *
   * @param key for the exception
   */
  OrderApi.Answer send(OrderApi.Call call, String key)
      throws OrderApiUnavailableException, InterruptedException {
    Attempts attempts = attempts();
    while (true) {
      try {
        OrderApi.Answer answer = api.send(call);
        if (!isPassing(answer)) {
          return answer;
        }
        if (!attempts.another(answer.retryAfter())) {
          throw new OrderApiUnavailableException(
              call.path() + ": " + OrderJson.problem(answer.status(), answer.body()), key);
        }
      } catch (IOException e) {
        if (!attempts.another(Duration.ZERO)) {
          throw new OrderApiUnavailableException(call.path() + ": no answer (" + e + ")", key, e);
        }
      }
    }
  }

  Attempts attempts() {
    return new Attempts();
  }

  private static boolean isPassing(OrderApi.Answer answer) {
    if (answer.status() < 400) {
      return false;
    }
    Problem problem = OrderJson.problem(answer.status(), answer.body());
    return CallRetries.isPassing(problem);
  }

  /** Attempts at one thing. For one thread. */
  final class Attempts {
    private final long begin = time.nanos();
    private int made;

    /** One has failed: waits for the next; false when there is none. */
    boolean another(Duration retryAfter) throws InterruptedException {
      made++;
      Duration since = Duration.ofNanos(time.nanos() - begin);
      Optional<Duration> wait = retries.next(made, since, retryAfter, time.random());
      if (wait.isEmpty()) {
        return false;
      }
      time.sleep(wait.get());
      return true;
    }
  }
}
