package io.spillway.client.adapter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mysql.cj.jdbc.MysqlDataSource;
import io.spillway.client.adapter.SequencesContract;
import io.spillway.client.port.Sequences;
import io.spillway.stack.TestStack;
import io.spillway.stack.core.MysqlEndpoint;
import io.spillway.stack.core.Server;
import io.spillway.stack.testing.OnSharedStack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@OnSharedStack({Server.KAFKA, Server.MYSQL})
@Timeout(120)
class JdbcSequencesIT extends SequencesContract {
  private static DataSource dataSource;

  @BeforeAll
  static void connect(TestStack stack) {
    dataSource = dataSource(stack);
  }

  public static DataSource dataSource(TestStack stack) {
    MysqlEndpoint server = stack.endpoints().mysqlServers().getFirst();
    MysqlDataSource source = new MysqlDataSource();
    source.setUrl(
        "jdbc:mysql://%s:%d/%s?allowPublicKeyRetrieval=true"
            .formatted(server.host(), server.port(), server.schemas().getFirst()));
    source.setUser(server.adminUser());
    source.setPassword(server.adminPassword());
    return source;
  }

  @Override
  protected Sequences store() throws Exception {
    execute("DROP TABLE IF EXISTS spillway_sequences, spillway_parked, effects");
    execute("CREATE TABLE effects (version BIGINT NOT NULL)");
    return JdbcSequences.in(dataSource).createTables();
  }

  @Test
  void theEffectAndItsNoteAreOneTransaction() throws Exception {
    JdbcSequences sequences = opened();

    assertThat(sequences.handleOnce(ORDER, 1, 10, effect(1))).isTrue();
    assertThatThrownBy(
            () ->
                sequences.handleOnce(
                    ORDER,
                    2,
                    11,
                    connection -> {
                      effect(2).in(connection);
                      throw new IllegalStateException("after the effect");
                    }))
        .hasMessage("after the effect");
    assertThat(sequences.handled(ORDER)).isEqualTo(1);
    assertThat(sequences.handleOnce(ORDER, 2, 11, effect(2))).isTrue();
    assertThat(sequences.handleOnce(ORDER, 2, 11, effect(2))).isFalse();
    assertThat(sequences.handleOnce(ORDER, 1, 10, effect(1))).isFalse();

    assertThat(count()).isEqualTo(2);
  }

  @Test
  void membersThatWorkOnTheSameEventMakeOneEffect() throws Exception {
    int members = 4;
    CyclicBarrier together = new CyclicBarrier(members);
    try (ExecutorService threads = Executors.newFixedThreadPool(members)) {
      List<Future<Integer>> done =
          IntStream.range(0, members)
              .mapToObj(_ -> threads.submit((Callable<Integer>) () -> handleAll(together)))
              .toList();
      int effects = 0;
      for (Future<Integer> each : done) {
        effects += each.get();
      }
      assertThat(effects).isEqualTo(20);
    }
    assertThat(count()).isEqualTo(20);
  }

  /** Ten new orders, and a second version of each: inserts and updates race. */
  private static int handleAll(CyclicBarrier together) throws Exception {
    JdbcSequences member = opened();
    int effects = 0;
    for (int event = 0; event < 20; event++) {
      together.await();
      String order = "order-" + event / 2;
      int version = event % 2 + 1;
      while (true) {
        try {
          effects += member.handleOnce(order, version, event, effect(version)) ? 1 : 0;
          break;
        } catch (SQLTransientException lost) {
          // As a subscription does.
          Thread.sleep(5);
        }
      }
    }
    return effects;
  }

  @Test
  void anotherMemberKnowsWhatIsSetAsideAfterARefresh() throws Exception {
    JdbcSequences first = opened();
    JdbcSequences second = opened();
    first.park(ORDER, 2, 11);

    assertThat(second.parked(ORDER)).isEmpty();
    second.refresh();
    assertThat(second.parked(ORDER)).containsExactly(11L);

    // A member that had lost the partition was late: the event was handled before it was parked.
    second.handleOnce(ORDER, 2, 20, effect(2));
    assertThat(second.parked(ORDER)).isEmpty();
    assertThat(opened().parked(ORDER)).isEmpty();
  }

  @Test
  void anOrderCanBeReleasedAndOldOnesForgotten() throws Exception {
    JdbcSequences sequences = opened();
    sequences.park(ORDER, 2, 11);
    sequences.park(ORDER, 3, 12);
    sequences.handled(ORDER, 1, 10);

    assertThat(sequences.release(ORDER)).isEqualTo(2);
    assertThat(sequences.parked(ORDER)).isEmpty();
    assertThat(sequences.forgetOlderThan(Duration.ofDays(15))).isZero();
    Thread.sleep(2);
    assertThat(sequences.forgetOlderThan(Duration.ZERO)).isEqualTo(1);
    assertThat(sequences.handled(ORDER)).isZero();
  }

  @Test
  void saysWhatToDoWithoutTables() throws Exception {
    execute("DROP TABLE spillway_sequences, spillway_parked");

    assertThatThrownBy(() -> JdbcSequences.in(dataSource).open("logistics"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("add JdbcSequences.tables() to your migrations");
  }

  private static JdbcSequences opened() throws SQLException {
    JdbcSequences sequences = JdbcSequences.in(dataSource);
    sequences.open("logistics");
    return sequences;
  }

  private static io.spillway.client.port.TransactionalSequences.Work effect(long version) {
    return connection -> {
      try (Statement statement = connection.createStatement()) {
        statement.execute("INSERT INTO effects VALUES (" + version + ")");
      }
    };
  }

  private static long count() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM effects")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
