/** What Elasticsearch can find. */
@NullMarked
package io.spillway.tools.adapter.elastic;

import org.jspecify.annotations.NullMarked;
