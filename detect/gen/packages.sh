#!/bin/sh
# Downloads and unpacks the Debian packages whose texts the tables are made from into DIR, one sub-folder a package. Needs a Debian 12 system's apt.
set -eu
dir=${1:?usage: packages.sh DIR}
mkdir -p "$dir/deb"
cd "$dir/deb"
apt-get download \
	manpages-cs manpages-cs-dev manpages-da manpages-da-dev manpages-de manpages-es manpages-es-dev manpages-fi manpages-fr manpages-fr-dev manpages-hu \
	manpages-it manpages-it-dev manpages-nb manpages-nl manpages-nl-dev manpages-pl manpages-pt-br manpages-ro manpages-ru manpages-ru-dev manpages-sr \
	manpages-sv manpages-tr manpages-uk manpages-uk-dev manpages-vi \
	libreoffice-help-ca libreoffice-help-cs libreoffice-help-da libreoffice-help-de libreoffice-help-en-us libreoffice-help-es libreoffice-help-et \
	libreoffice-help-fi libreoffice-help-fr libreoffice-help-hu libreoffice-help-it libreoffice-help-nl libreoffice-help-pl libreoffice-help-pt \
	libreoffice-help-ru libreoffice-help-sk libreoffice-help-sl libreoffice-help-sv libreoffice-help-tr libreoffice-help-vi \
	gnome-user-docs installation-guide-amd64 \
	wamerican wbrazilian wcatalan wdanish wdutch wfrench witalian wngerman wnorwegian wpolish wportuguese wspanish wswedish wukrainian \
	hunspell-cs hunspell-hr hunspell-hu hunspell-lt hunspell-lv hunspell-ro hunspell-ru hunspell-sk hunspell-sl hunspell-tr hunspell-uk \
	fortunes-bg fortunes-br fortunes-cs fortunes-de fortunes-es fortunes-it fortunes-pl fortunes-ru
for deb in *.deb; do
	name=${deb%%_*}
	mkdir -p "../$name"
	dpkg-deb -x "$deb" "../$name"
done
