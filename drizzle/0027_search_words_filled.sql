SELECT rebuild_search_words();
