package io.spillway.ingest.adapter.http;

import io.spillway.ingest.core.Problem;
import io.spillway.ingest.core.ProblemType;
import io.spillway.ingest.core.TraceContext;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Problems for what never reaches a route: a bad request line, headers that are too large. Where
 * the next request would begin is not certain then, so the connection ends, and the answer says so.
 */
final class JettyProblems extends ErrorHandler {
  private final RandomGenerator random;

  JettyProblems(RandomGenerator random) {
    this.random = random;
  }

  /** Jetty by itself has bodies for GET, HEAD and POST only. */
  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    TraceContext trace = TraceContext.of(request.getHeaders().get("traceparent"), random);
    int told = callersFault(status) ? HttpStatus.BAD_REQUEST_400 : status;
    response.setStatus(told);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Responses.PROBLEM_JSON);
    // Jetty closes after most of its refusals, but only a proxy that is told expects it.
    response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    if (told == HttpStatus.SERVICE_UNAVAILABLE_503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
    }
    response.write(true, ByteBuffer.wrap(body(told, message, trace)), callback);
  }

  /** 501 and 505 are about what the caller sent, not about a failure that an alarm should count. */
  private static boolean callersFault(int status) {
    return status == HttpStatus.NOT_IMPLEMENTED_501
        || status == HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505;
  }

  private static byte[] body(int status, @Nullable String message, TraceContext trace) {
    ProblemType type = typeOf(status);
    Problem problem = Problem.of(type, (message == null ? type.title() : message) + '.');
    return Responses.json(
        json -> {
          json.writeStartObject();
          json.writeStringField("type", problem.type().urn());
          json.writeStringField("title", problem.type().title());
          json.writeNumberField("status", status);
          json.writeStringField("detail", problem.detail());
          json.writeStringField("traceId", trace.traceId());
          json.writeEndObject();
        });
  }

  private static ProblemType typeOf(int status) {
    return switch (status) {
      case 404 -> ProblemType.NOT_FOUND;
      case 405 -> ProblemType.METHOD_NOT_ALLOWED;
      case 408 -> ProblemType.REQUEST_TIMEOUT;
      case 413 -> ProblemType.BODY_TOO_LARGE;
      case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
      case 503 -> ProblemType.OVERLOADED;
      default -> status < 500 ? ProblemType.BAD_REQUEST : ProblemType.INTERNAL;
    };
  }
}
