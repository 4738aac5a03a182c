-- Part of read_fact: what it adds to a line.
-- params: none
  counted./*{name:identifier}*/ AS /*{name:identifier}*/
