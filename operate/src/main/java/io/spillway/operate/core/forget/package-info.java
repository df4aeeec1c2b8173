/** What is forgotten of a customer, and what is looked for afterwards. */
@NullMarked
package io.spillway.operate.core.forget;

import org.jspecify.annotations.NullMarked;
