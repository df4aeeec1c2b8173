package io.spillway.schemas.topics;

/** How topics of dead letters are called: those of the pipeline, and those of teams' groups. */
public final class DeadLetterTopics {
  private static final String SUFFIX = ".dlq.v1";

  private DeadLetterTopics() {}

  /** The dead letters of a consumer group. */
  public static String of(String group) {
    return group + SUFFIX;
  }

  /** Whether a topic of such a name holds dead letters. */
  public static boolean isOne(String topic) {
    return topic.length() > SUFFIX.length() && topic.endsWith(SUFFIX);
  }

  /** The group of a topic for which {@link #isOne} holds. */
  public static String group(String topic) {
    return topic.substring(0, topic.length() - SUFFIX.length());
  }
}
