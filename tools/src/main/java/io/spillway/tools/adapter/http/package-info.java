/** The ingest API over HTTP. */
@NullMarked
package io.spillway.tools.adapter.http;

import org.jspecify.annotations.NullMarked;
