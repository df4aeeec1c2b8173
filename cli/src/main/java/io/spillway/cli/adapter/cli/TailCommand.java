package io.spillway.cli.adapter.cli;

import io.spillway.cli.core.TerminalText;
import io.spillway.operate.adapter.kafka.TopicTail;
import io.spillway.schemas.topics.Topic;
import io.spillway.verify.adapter.config.BackendConfigs;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "tail",
    description = "Prints a topic's records as JSON, one per line, until Ctrl-C.",
    footer = {
      "",
      "Examples:",
      "  ./spillway tail orders.events.v1",
      "  ./spillway tail order-processor.dlq.v1 --from-beginning --max 10",
    })
final class TailCommand extends SpillwayCommand {
  @Parameters(
      paramLabel = "TOPIC",
      converter = TopicConverter.class,
      description = "A topic of the pipeline; a wrong name lists them.")
  Topic topic = Topic.ORDERS_EVENTS;

  @Option(names = "--from-beginning", description = "Begin with the oldest record.")
  boolean fromBeginning;

  @Option(names = "--max", paramLabel = "N", description = "End after so many records.")
  long max = Long.MAX_VALUE;

  @Override
  public Integer call() throws Exception {
    AtomicLong left = new AtomicLong(max);
    if (max > 0) {
      new TopicTail(BackendConfigs.kafka(context.deployment().backends()))
          .follow(
              topic,
              fromBeginning,
              line -> {
                print(TerminalText.escaped(line));
                // The reader may have gone, as head does.
                return left.decrementAndGet() > 0 && !context.terminal().out().checkError();
              });
    }
    return OK;
  }

  static final class TopicConverter implements ITypeConverter<Topic> {
    @Override
    public Topic convert(String name) {
      try {
        return Topic.named(name);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            String.format(
                Locale.ROOT,
                "unknown topic '%s': expected one of %s",
                name,
                Arrays.stream(Topic.values())
                    .map(Topic::topicName)
                    .collect(Collectors.joining(", "))));
      }
    }
  }
}
