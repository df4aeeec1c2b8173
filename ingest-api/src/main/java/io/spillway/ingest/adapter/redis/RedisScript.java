package io.spillway.ingest.adapter.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.spillway.runtime.failure.Failures;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A Lua script, called by its digest and sent whole only when Redis does not know it. */
final class RedisScript {
  private final String text;
  private final String sha1;

  RedisScript(String text) {
    this.text = text;
    this.sha1 = sha1(text);
  }

  <T> CompletionStage<T> run(
      RedisAsyncCommands<byte[], byte[]> redis,
      ScriptOutputType output,
      byte[][] keys,
      byte[]... arguments) {
    return redis
        .<T>evalsha(sha1, output, keys, arguments)
        .exceptionallyCompose(
            failure -> {
              if (Failures.cause(failure) instanceof RedisNoScriptException) {
                return redis.<T>eval(text, output, keys, arguments);
              }
              throw new CompletionException(Failures.cause(failure));
            });
  }

  private static String sha1(String text) {
    try {
      // Redis names scripts by SHA-1; nothing rests on its strength.
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-1", e);
    }
  }
}
