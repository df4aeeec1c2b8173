package io.spillway.stack;

import io.spillway.stack.adapter.container.ContainerStack;
import io.spillway.stack.adapter.os.FileTree;
import io.spillway.stack.adapter.server.StackHome;
import io.spillway.stack.adapter.server.StackSpec;
import io.spillway.stack.core.Endpoints;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.ServerStatus;
import io.spillway.stack.port.Stack;
import io.spillway.stack.port.StartListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stack for one test class: random ports, a temporary home, gone with all its data when closed.
 * {@code -Dstack=containers} runs its servers as containers, {@code -Dstack=processes}, the
 * default, as processes of this machine.
 *
 * <pre>{@code
 * try (Stack stack = TestStack.start(Server.KAFKA, Server.MYSQL)) { … }
 * }</pre>
 */
public final class TestStack implements Stack {
  private static final Logger LOG = LoggerFactory.getLogger(TestStack.class);

  /** The system property that chooses what the servers are. */
  public static final String KIND = "stack";

  private final Stack stack;
  private final Runnable end;
  private final Path home;

  private TestStack(Stack stack, Runnable end, Path home) {
    this.stack = stack;
    this.end = end;
    this.home = home;
  }

  /** One broker, and one MySQL server with two shards, of the kinds named. */
  public static TestStack start(Server first, Server... others) {
    return start(UnaryOperator.identity(), first, others);
  }

  /** As {@link #start(Server, Server...)}, changed: {@code spec -> spec.mysqlServers(2)}. */
  public static TestStack start(
      UnaryOperator<StackSpec.Builder> change, Server first, Server... others) {
    try {
      Path home = Files.createTempDirectory("spillway-test-");
      // Elasticsearch, which root runs as another user, must be able to enter.
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
      StackSpec.Builder spec =
          StackSpec.builder(home)
              .servers(EnumSet.of(first, others))
              .mysqlServers(1)
              .quickStart(true)
              // A build machine may be busy with much else.
              .startLimit(Duration.ofMinutes(5))
              .randomPorts(true);
      try {
        StartListener log =
            (subject, message, percent) ->
                LOG.atDebug().addKeyValue("subject", subject).log("{}", message);
        return start(change.apply(spec).build(), log);
      } catch (RuntimeException e) {
        // The message holds the end of the server's log; the files are not needed.
        remove(home);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary directory", e);
    }
  }

  private static TestStack start(StackSpec spec, StartListener log) {
    String kind = System.getProperty(KIND, "processes");
    return switch (kind) {
      case "processes" -> {
        NativeStack stack = NativeStack.start(spec, log);
        Runnable killAll =
            () -> {
              stack.killAll();
              stack.close();
            };
        yield new TestStack(stack, killAll, spec.home());
      }
      case "containers" -> {
        ContainerStack stack = ContainerStack.start(spec, log);
        yield new TestStack(stack, stack::close, spec.home());
      }
      default ->
          throw new IllegalArgumentException(
              KIND + " = '" + kind + "': expected processes or containers");
    };
  }

  @Override
  public Endpoints endpoints() {
    return stack.endpoints();
  }

  @Override
  public List<ServerStatus> status() {
    return stack.status();
  }

  @Override
  public OptionalLong pid(String server) {
    return stack.pid(server);
  }

  @Override
  public void start(String server) {
    stack.start(server);
  }

  @Override
  public void stop(String server) {
    stack.stop(server);
  }

  @Override
  public void kill(String server) {
    stack.kill(server);
  }

  @Override
  public void pause(String server) {
    stack.pause(server);
  }

  @Override
  public void resume(String server) {
    stack.resume(server);
  }

  @Override
  public void stop() {
    stack.stop();
  }

  /** Kills the servers, for nobody will read their data, and removes the home. */
  @Override
  public void close() {
    end.run();
    try {
      remove(home);
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("home", home).setCause(e).log("Failed to delete the temporary home");
    }
  }

  private static void remove(Path home) throws IOException {
    new StackHome(home).wipe();
    FileTree.delete(home);
  }
}
