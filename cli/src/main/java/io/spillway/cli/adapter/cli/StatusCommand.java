package io.spillway.cli.adapter.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cli.core.TextTable;
import io.spillway.stack.core.ProgressText;
import io.spillway.stack.core.ServerState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "status",
    description = "Lists every process with its id, state, port, memory and uptime.",
    footer = {
      "",
      "Exit code 0 when all are ready, 1 when any is not.",
      "",
      "Examples:",
      "  ./spillway status",
      "  ./spillway status --json",
    })
final class StatusCommand extends SpillwayCommand {
  @Option(names = "--json", description = "Print one JSON array.")
  boolean json;

  @Override
  public Integer call() throws Exception {
    List<ServerState> states = context.deployment().status();
    if (json) {
      print(json(states));
    } else {
      table(states).forEach(this::print);
    }
    return states.stream().allMatch(ServerState::ready) ? OK : FAILED;
  }

  static List<String> table(List<ServerState> states) {
    TextTable table = new TextTable("name", "pid", "state", "port", "memory", "uptime");
    Map<Long, Long> memory = new HashMap<>();
    for (ServerState state : states) {
      Duration uptime = state.uptime();
      table.row(
          state.name(),
          state.running() ? state.pid() : "-",
          state.word(),
          state.port() == 0 ? "-" : state.port(),
          state.residentBytes() == 0 ? "-" : ProgressText.size(state.residentBytes()),
          uptime == null ? "-" : ProgressText.duration(uptime));
      // Services may share a process.
      memory.put(state.pid(), state.residentBytes());
    }
    long together = memory.values().stream().mapToLong(Long::longValue).sum();
    table.row("together", "-", "", "-", ProgressText.size(together), "");
    return table.lines();
  }

  static String json(List<ServerState> states) {
    ArrayNode json = new JsonMapper().createArrayNode();
    for (ServerState state : states) {
      ObjectNode node = json.addObject().put("name", state.name()).put("state", state.word());
      node.put("pid", state.running() ? Long.valueOf(state.pid()) : null);
      node.put("ready", state.ready());
      node.put("port", state.port() == 0 ? null : Integer.valueOf(state.port()));
      node.put("residentBytes", state.residentBytes());
      Duration uptime = state.uptime();
      node.put("uptimeSeconds", uptime == null ? null : Long.valueOf(uptime.toSeconds()));
      node.put("log", state.log().toString());
    }
    return json.toString();
  }
}
