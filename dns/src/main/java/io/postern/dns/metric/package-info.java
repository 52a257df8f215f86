/** What is counted of queries. What is looked up carries a counter and never reads it. */
@NullMarked
package io.postern.dns.metric;

import org.jspecify.annotations.NullMarked;
