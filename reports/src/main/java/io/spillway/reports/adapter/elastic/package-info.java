/** Reads Elasticsearch. */
@NullMarked
package io.spillway.reports.adapter.elastic;

import org.jspecify.annotations.NullMarked;
