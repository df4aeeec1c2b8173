package io.spillway.faults.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.spillway.faults.adapter.Backlog.Job;
import io.spillway.faults.core.OrderScenario;
import io.spillway.runtime.failure.Failures;
import io.spillway.verify.adapter.http.ApiHttp;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges each answer, and notes in the journal what it promises. Thread-safe. */
record AnswerReader(ClientSession shop, JournalFile file, Latencies latencies) {
  private static final Set<Integer> LATER = Set.of(408, 425, 429, 502, 503, 504);
  // An order that is still reserving may be confirmed a moment later.
  private static final int MOST_NOT_YET = 4;
  private static final int MOST_PENDING = 100;

  /**
   * What follows from an answer.
   *
   * @param accepted orders accepted for the first time
   * @param repeat orders whose request must be repeated
   * @param next whether a command was applied, so that the next may come
   */
  record Outcome(List<Integer> accepted, List<Integer> repeat, boolean next) {
    static final Outcome NOTHING = new Outcome(List.of(), List.of(), false);

    static Outcome again(Job job) {
      return new Outcome(List.of(), job.indexes(), false);
    }
  }

  /** No answer at all: everything of it is sent again. */
  Outcome failed(Job job, @Nullable Throwable failure) {
    Throwable cause = failure == null ? null : Failures.cause(failure);
    shop.tally().refused(cause == null ? "no answer" : cause.getClass().getSimpleName());
    return Outcome.again(job);
  }

  Outcome read(Job job, HttpResponse<String> response) {
    int status = response.statusCode();
    if (LATER.contains(status)) {
      shop.tally().refused(Integer.toString(status));
      return Outcome.again(job);
    }
    return switch (job.sort()) {
      case ORDERS -> job.indexes().size() == 1 ? single(job, response) : batch(job, response);
      case SAME_AGAIN -> single(job, response);
      case OTHER_BODY -> otherBody(job, response);
      case COMMAND -> command(job, response);
    };
  }

  private Outcome single(Job job, HttpResponse<String> response) {
    int status = response.statusCode();
    file.write("order", job.index(), status, response.body());
    if (status == 202) {
      shop.journal().answered(job.index(), response.body().getBytes(UTF_8));
      return accepted(job, List.of(job.index()), List.of(ApiHttp.tree(response.body())));
    }
    shop.tally().refused(Integer.toString(status));
    if (status == 409) {
      return Outcome.again(job);
    }
    if (status == 422) {
      shop.journal().refusedForItsKey(job.index());
    } else {
      shop.tally().unexpected("a valid order was answered " + status, response.body());
    }
    return Outcome.NOTHING;
  }

  private Outcome batch(Job job, HttpResponse<String> response) {
    if (response.statusCode() != 200) {
      shop.tally().refused(Integer.toString(response.statusCode()));
      shop.tally().unexpected("a batch was answered " + response.statusCode(), response.body());
      return Outcome.NOTHING;
    }
    List<String> lines = response.body().lines().toList();
    List<Integer> taken = new ArrayList<>();
    List<JsonNode> answers = new ArrayList<>();
    List<Integer> again = new ArrayList<>();
    for (int i = 0; i < job.indexes().size(); i++) {
      int index = job.indexes().get(i);
      JsonNode line = i < lines.size() ? ApiHttp.tree(lines.get(i)) : ApiHttp.tree("");
      int status = line.path("status").asInt(503);
      file.write("line", index, status, i < lines.size() ? lines.get(i) : "");
      if (status == 202) {
        taken.add(index);
        answers.add(line);
      } else {
        shop.tally().refused(Integer.toString(status));
        if (LATER.contains(status) || status == 409) {
          again.add(index);
        } else {
          shop.tally().unexpected("a valid order was answered " + status, line.toString());
        }
      }
    }
    Outcome accepted = accepted(job, taken, answers);
    return new Outcome(accepted.accepted(), List.copyOf(again), false);
  }

  private Outcome accepted(Job job, List<Integer> indexes, List<JsonNode> answers) {
    List<Integer> first = new ArrayList<>();
    for (int i = 0; i < indexes.size(); i++) {
      if (shop.journal().accepted(indexes.get(i), answers.get(i).path("orderId").asText())) {
        first.add(indexes.get(i));
        latencies.record(job.phase(), System.nanoTime() - job.wantedNanos());
      }
    }
    return new Outcome(first, List.of(), false);
  }

  /** Refused while the first answer is kept; without Redis taken, and refused by the saga. */
  private Outcome otherBody(Job job, HttpResponse<String> response) {
    int status = response.statusCode();
    file.write("other-body", job.index(), status, response.body());
    shop.tally().refused("other body " + status);
    if (status == 202) {
      shop.journal().contradicted(job.index());
      // Counts as doubled when it is another order.
      shop.journal().accepted(job.index(), ApiHttp.tree(response.body()).path("orderId").asText());
    } else if (status != 422 && status != 409) {
      shop.tally()
          .unexpected("another body under a used key was answered " + status, response.body());
    }
    return Outcome.NOTHING;
  }

  private Outcome command(Job job, HttpResponse<String> response) {
    int status = response.statusCode();
    OrderScenario.Verb verb = job.verb(shop.mix().order(job.index()).life());
    file.write(verb.path(), job.index(), status, response.body());
    if (status == 200) {
      shop.journal().applied(job.index(), verb);
      shop.tally().command(verb, "applied");
      return new Outcome(List.of(), List.of(), true);
    }
    if (status == 202 && job.attempt() < MOST_PENDING) {
      // Taken and not decided yet: the same again, under the same key, gets the decision.
      return Outcome.again(job);
    }
    boolean notYet = status == 404 || response.body().contains("RESERVING");
    if (notYet && job.attempt() < MOST_NOT_YET) {
      return Outcome.again(job);
    }
    shop.tally().command(verb, Integer.toString(status));
    if (status != 409 && status != 404 && status != 202) {
      shop.tally().unexpected("a command was answered " + status, response.body());
    }
    return Outcome.NOTHING;
  }
}
