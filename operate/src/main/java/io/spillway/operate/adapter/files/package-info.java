/** Files that operators give: bills of materials, records of vulnerabilities. */
@NullMarked
package io.spillway.operate.adapter.files;

import org.jspecify.annotations.NullMarked;
