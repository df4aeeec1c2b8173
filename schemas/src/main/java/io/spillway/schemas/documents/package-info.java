/** Names and mappings of the Elasticsearch indices, shared by writer and readers. */
@NullMarked
package io.spillway.schemas.documents;

import org.jspecify.annotations.NullMarked;
