package io.spillway.reports.adapter.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps cookies by path and origin as a browser does, also {@code SameSite}: a navigation that
 * another site began sends no strict cookie. Follows redirects only when told.
 */
final class Browser {
  private static final Pattern REFRESH =
      Pattern.compile("<meta http-equiv=\"refresh\" content=\"0;url=([^\"]*)\">");

  private final HttpClient http;
  private final Map<String, SetCookie> cookies = new TreeMap<>();

  private record SetCookie(
      String origin, String name, String value, String path, boolean strict, String whole) {}

  Browser(HttpClient http) {
    this.http = http;
  }

  /** A link that is clicked on a page of the same site, or an address that is typed. */
  HttpResponse<String> open(URI uri) throws Exception {
    return send(uri, HttpRequest.newBuilder(uri), false);
  }

  /** A redirect or link of another site. */
  HttpResponse<String> openFromElsewhere(URI uri) throws Exception {
    return send(uri, HttpRequest.newBuilder(uri).header("Sec-Fetch-Site", "cross-site"), true);
  }

  HttpResponse<String> post(URI uri, String form) throws Exception {
    return send(
        uri,
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Sec-Fetch-Site", "same-origin")
            .POST(BodyPublishers.ofString(form)),
        false);
  }

  /** Where an answer redirects to. */
  static URI location(HttpResponse<?> answer) {
    return answer.uri().resolve(answer.headers().firstValue("Location").orElseThrow());
  }

  /** Where a page leads on to by itself. */
  static URI refresh(HttpResponse<String> answer) {
    Matcher refresh = REFRESH.matcher(answer.body());
    if (!refresh.find()) {
      throw new AssertionError("leads nowhere: " + answer.statusCode() + " " + answer.body());
    }
    return answer.uri().resolve(refresh.group(1).replace("&amp;", "&"));
  }

  /** The whole header that set a cookie; empty without it. */
  String cookie(String name) {
    return cookies.values().stream()
        .filter(cookie -> cookie.name().equals(name))
        .map(SetCookie::whole)
        .findFirst()
        .orElse("");
  }

  void forget(String name) {
    cookies.values().removeIf(cookie -> cookie.name().equals(name));
  }

  private HttpResponse<String> send(URI uri, HttpRequest.Builder request, boolean crossSite)
      throws Exception {
    StringBuilder header = new StringBuilder();
    for (SetCookie cookie : cookies.values()) {
      boolean inPath = (uri.getPath() + "/").startsWith(cookie.path().replaceAll("/$", "") + "/");
      if (cookie.origin().equals(uri.getAuthority()) && inPath && !(crossSite && cookie.strict())) {
        header.append(header.isEmpty() ? "" : "; ").append(cookie.name() + "=" + cookie.value());
      }
    }
    if (!header.isEmpty()) {
      request.header("Cookie", header.toString());
    }
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    answer.headers().allValues("Set-Cookie").forEach(set -> keep(uri, set));
    return answer;
  }

  void keep(URI uri, String set) {
    String[] pair = set.split(";")[0].split("=", 2);
    Matcher path = Pattern.compile("(?i)Path=([^;]*)").matcher(set);
    String at = path.find() ? path.group(1) : "/";
    String key = uri.getAuthority() + at + pair[0];
    if (set.contains("Max-Age=0") || set.contains("01 Jan 1970")) {
      cookies.remove(key);
    } else {
      boolean strict = set.toLowerCase(Locale.ROOT).contains("samesite=strict");
      cookies.put(key, new SetCookie(uri.getAuthority(), pair[0], pair[1], at, strict, set));
    }
  }
}
