/** What operators do: submit, stock, replay, dead letters. */
@NullMarked
package io.spillway.operate;

import org.jspecify.annotations.NullMarked;
