/** Elasticsearch. */
@NullMarked
package io.spillway.analytics.adapter.elastic;

import org.jspecify.annotations.NullMarked;
