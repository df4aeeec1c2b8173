/** Documents into Elasticsearch. */
@NullMarked
package io.spillway.bench.adapter.elastic;

import org.jspecify.annotations.NullMarked;
