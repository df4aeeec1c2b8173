package io.spillway.cli.adapter.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cli.core.TextTable;
import io.spillway.stack.PipelineTarget;
import io.spillway.stack.core.Backends;
import java.util.List;

/** The addresses of a running stack, for people and for machines. */
final class EndpointsText {
  private EndpointsText() {}

  static List<String> lines(PipelineTarget deployment) {
    Backends backends = deployment.backends();
    TextTable table =
        new TextTable("what", "address")
            .row("api", deployment.api())
            .row("reports", deployment.reports() + "/reports")
            .row("kafka", backends.kafka())
            .row("redis", backends.redis())
            .row("elasticsearch", backends.elasticsearch());
    for (Backends.Shard shard : backends.shards()) {
      table.row("mysql shard " + shard.number(), shard.address());
    }
    backends
        .access()
        .ifPresent(
            access ->
                table.row("certificates", access.caFile()).row("accounts", access.settings()));
    return table.lines();
  }

  static String json(PipelineTarget deployment) {
    Backends backends = deployment.backends();
    ObjectNode json = new JsonMapper().createObjectNode();
    json.put("api", deployment.api().toString());
    json.put("reports", deployment.reports() + "/reports");
    json.put("kafka", backends.kafka());
    json.put("redis", backends.redis());
    json.put("elasticsearch", backends.elasticsearch());
    ArrayNode mysql = json.putArray("mysql");
    for (Backends.Shard shard : backends.shards()) {
      ObjectNode one =
          mysql
              .addObject()
              .put("shard", shard.number())
              .put("host", shard.host())
              .put("port", shard.port())
              .put("schema", shard.schema())
              .put("user", backends.user());
      if (backends.access().isEmpty()) {
        // No secret; those of secured servers stay in their files.
        one.put("password", backends.password());
      }
    }
    backends
        .access()
        .ifPresent(
            access ->
                json.put("certificates", access.caFile().toString())
                    .put("accounts", access.settings().toString()));
    return json.toString();
  }
}
