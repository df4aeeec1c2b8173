package io.spillway.operate.port;

import io.spillway.operate.core.DeadLetter;
import io.spillway.operate.core.DeadLetterId;
import io.spillway.operate.core.Disposition;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Dead letters and what became of them. Failures are {@code ToolException}s. */
public interface DeadLetterStore {
  /** Every letter that is kept, by topic and offset. A topic that does not exist is a failure. */
  List<DeadLetter> letters(Collection<String> deadLetterTopics) throws InterruptedException;

  /** What became of letters so far. */
  Map<DeadLetterId, Disposition> settled() throws InterruptedException;

  /** Those whose source topic is compacted and has a newer record of their key. */
  Set<DeadLetterId> superseded(Collection<DeadLetter> letters) throws InterruptedException;

  /** The letters as JSON, one a line, in the order given; at most a few hundred. */
  List<String> json(List<DeadLetter> letters) throws InterruptedException;

  /** Begins to settle letters. A session that begins later ends this one. */
  Session open();

  /** One operator at work; whatever is read after it was opened no other session changes. */
  interface Session extends AutoCloseable {
    /**
     * Produces the records of {@code redriven} again, in order, and settles all of {@code
     * dispositions}: both or neither.
     */
    void settle(
        List<DeadLetter> redriven, String redriveId, Map<DeadLetterId, Disposition> dispositions)
        throws InterruptedException;

    @Override
    void close();
  }
}
