package io.spillway.verify.adapter.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spillway.runtime.config.RedisConfig;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.port.CounterReads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.util.Map;

/** Commands that Redis has processed, by INFO on a connection of its own. */
public final class CommandCounters implements CounterReads {
  private static final String COMMANDS = "total_commands_processed:";

  private final RedisConfig config;

  public CommandCounters(RedisConfig redis) {
    this.config = redis;
  }

  @Override
  public Map<String, Long> read() throws UnavailableException {
    try (Socket socket = RedisSocket.open(config)) {
      String commands = RedisSocket.login(config) + "INFO stats\r\n";
      socket.getOutputStream().write(commands.getBytes(US_ASCII));
      BufferedReader answer =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      String line = answer.readLine();
      while (line != null && !line.startsWith(COMMANDS)) {
        line = answer.readLine();
      }
      if (line == null) {
        throw new IOException("INFO has no " + COMMANDS);
      }
      return Map.of("redis commands", Long.parseLong(line.substring(COMMANDS.length())));
    } catch (IOException e) {
      throw new UnavailableException("Redis does not respond at " + config.uri(), e);
    }
  }
}
