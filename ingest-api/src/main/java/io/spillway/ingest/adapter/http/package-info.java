/** The HTTP API: Javalin on Jetty, JSON by Jackson's streaming parser. */
@NullMarked
package io.spillway.ingest.adapter.http;

import org.jspecify.annotations.NullMarked;
