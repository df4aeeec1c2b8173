/** Each table's one list of columns, codes that rows hold, and what a row is recognised by. */
@NullMarked
package io.spillway.schemas.tables;

import org.jspecify.annotations.NullMarked;
