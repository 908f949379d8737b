"""Beginnings of the words for states of orders and for types of payments, in the languages the headers are known in.

Each is searched at word starts in case-folded text without marks (retention.ingest.values.order_states).
"""

# Beginnings of words, searched at word starts in case-folded text; the first list that matches decides.
# Negated states come first: "unpaid" must not be read as "paid", "not completed" not as "completed".
VOID = (
    "cancel|void|fail|declin|reject|unpaid|not paid|unsuccessful|expired|lost|incomplete|denied|trash|delet|removed"
    "|(?:awaiting|pending|waiting for) (?:\\w+ )?payment|payment (?:\\w+ )?pending|not realized|no show|did not"
    "|not picked up|not collected|not delivered|payment error|error|refused|rto\\b"
    "|return(?:ed|ing)? to (?:the )?(?:origin|sender|shipper|seller|warehouse)|undeliver|no answer|not answer"
    "|unanswered|unreachable|not reachable|no response|no reply|not respond|wrong (?:number|address|phone)|fraud"
    "|scam|fake|spam|duplicat|dupe\\b|double order|test(?:ing)?\\b|test order|out of stock|unavailable"
    "|not available|chargeback lost|timed? out|blocked|dead\\b|disqualif|отмен|аннулир|не ?оплач|отказ|отклон"
    "|не ?реал[иі]з|провал|неуспеш|не ?удал|ожидает оплат|ждет оплат|ждёт оплат|ожидание оплат|просроч|удален|удалён"
    "|сторнирован|проигран|недозвон|спам|дубл|анулир|ошибк|не ?выкуп|не ?забра|не ?вруч|не ?доставлен|не явил"
    "|zrus|nezaplac|neuhraz|nedoruc|nevyzvedn|отказан|анулиран|неплатен|непотърс|torolt|lemond|meghius|visszamond"
    "|交易关闭|已取消|已关闭|未付款|取消|キャンセル|취소|❌|✖|✗|✘|🚫|⛔"
    "|absent|отсутств|відсутн|lipsi|не был|не був|не була|не з.?яви"
    "|неявк|не приш|не состоял|не прошл|не ?отвеча|не ?ответ|нет ответа|без ответа|не ?бер[её]т труб|не ?доступен"
    "|недоступ|нет в наличии|нет связи|мошен|фрод|фейк|тестов|тест\\b|возв\\w+ отправител"
    "|неверн\\w+ (?:номер|адрес|телефон)|не дозвонил|скасов|скасув|анульован|відмов|відмін|відхилен|не ?сплач"
    "|невдал|очіку\\w* оплат|програн|не вдал|видален|помилк|неуспіш|не ?викуп|не прийш|недодзвон|не відбул|не пройш"
    "|не ?відпові|немає відповіді|без відповіді|не ?бере труб|немає в наявн|немає зв|шахра|поверн\\w+ відправник"
    "|невірн\\w+ (?:номер|адрес|телефон)|anulat|anulare|respins|refuz|neplatit|neachitat|nefinalizat|esuat"
    "|in astept\\w* pl|expirat|nelivrat|nereusit|pierdut|eroare|neonorat|neridicat|neprezentat|sters|incomplet"
    "|бас тартыл|жойыл|тауып алмады|төленбе|nu (?:a )?raspun|fara raspuns|frauda|fraudulo|dublura|stoc epuizat"
    "|lipsa (?:din )?stoc|indisponibil|retur\\w* (?:(?:la|catre) )?expeditor|stornier|abgebroch|fehlgeschlag|abgelehnt"
    "|unbezahlt|nicht (?:bezahlt|abgeholt|erschienen)|annul|echou|echec|non paye|impaye|en attente (?:de|du) pai"
    "|anulow|anulad|nieoplac|nie oplac|odrzuc|nieudan|iptal|basarisiz|odenmedi|reddedil|fallid|fallit|rechaz"
    "|no pagad|impagad|pendiente de pag|rifiutat|non pagat|in attesa di pag|betrug|doppelt|doublette|nicht erreich"
    "|keine antwort|unzustellbar|fraude|doublon|injoignable|sans reponse|non livr|oszustw"
    "|brak (?:kontaktu|odpowiedzi)|nie ?odebran|nieodebran|sahte|mukerrer|ulasilam|sin respuesta|no contest"
    "|no entregad|frode|frodo|nessuna risposta|non consegnat|geannul|mislukt|nie dostarczon|teslim edilem"
    "|recusad|negad[ao]|nao pag|aguardando pag|pagamento pendente|estornad|legv|imtina|odenilme|bekor|tolanmagan"
    "|გაუქმ|ملغ[يى]|ملغاة|مرفوض|لم يتم|لغو|בוטל|נדחה|ยกเลิก|huy\\b|da huy|ακυρ|nie przysz|nie stawil"
    "|रद्द|atsaukt|otkazan|cxl\\b|cncl\\b|no ?show"
)
REFUND = (
    "refund|return(?!ing)|charge ?back|reversed|reversal|credit note|money back|возврат|возвращ|вернул|рефанд"
    "|сторно|повернен|повернут|rambursat|rambursar|retur(?!ning)|storno|stornat|қайтар|erstatt|ruckerstatt"
    "|rueckerstatt|retour|zuruckgez|gutschrift|rembourse|zwrot|zwroc|iade|reembols|devuel|devoluc|rimbors"
)
# What somebody has begun to order, and no more.
DRAFT = (
    "draft|abandon|cart\\b|basket|in cart|checkout (?:started|draft)|quote|quotation|estimate\\b|proforma|pro forma"
    "|черновик|брошен|в корзин|корзина|незаверш|не завершен|смет|коммерческое предложение|чернетк|кинут|покинут"
    "|комерційна пропозиц"
    "|в кошик|кошик|кошторис|ciorna|abandonat|in cos\\b|cos abandonat|oferta|deviz|entwurf|warenkorb|angebot"
    "|brouillon|panier|devis|szkic|koszyk|porzucon|taslak|sepet|borrador|carrito|presupuesto|bozza|carrello"
    "|preventivo"
)
# What was not cancelled, and a refund that was refused, leave a sale.
STILL = (
    "(?:not|non|no|never|не|ні|без|nu|fara) (?:cancel|void|отмен|аннулир|скасов|анульов|anul)"
    "|(?:refund|return|возврат|повернен|rambursar|retur)\\w* (?:\\w+ )?"
    "(?:declin|reject|cancel|denied|refus|отклон|отмен|отказ|відхил|скасов|respins|refuz|anul)"
)
# What an order goes through that is to be counted. Those it goes through first, before anything was paid or sent:
BEGUN = (
    "holded|new\\b|open(?:ed)?\\b|created|placed|submitted|received|pending|on hold|hold\\b|awaiting|waiting|queue"
    "|registered|нов(?:ый|ая|ое|ые|і|ий)?\\b|создан|оформлен|размещен|ожида|в ожидании|поступил|открыт|отложен"
    "|створен|очіку|розміщен|надійш|відкрит|відкладен|nou\\b|noua\\b|creat|plasat|in asteptare|inregistrat|deschis"
    "|suspendat|жаңа|құрылды|neu\\b|offen\\b|eingegangen|wartend|nouveau|nouvelle|cree\\b|en attente|ouvert|nowe"
    "|nowy|nowa|utworzon|oczekuj|zlozon|yeni|bekle|olustur|nuev|cread|pendiente|en espera|nuov|in attesa|nieuw"
    "|in behandeling|abiert|apert[ao]\\b|ouverte|geopend|acik\\b"
)
COUNTS = (
    "vyrizen|zaplacen|uhrazen|odeslan|dorucen|expedovan|dokoncen|prijat|изпълнен|изпратен|доставен|платен|завършен"
    "|приключен|teljesit|fizet|kiszallit|szallit|feldolgoz|geleverd|交易成功|已完成|已发货|已付款|已签收|待发货|完了|✅|✔|☑|📦|🚚"
    "|overdue|past due|uberfallig|en retard|po terminie|przetermin|restant|gecikm|vencid|scadut"
    "|honor|present\\b|присутств|присутн|был[аи]?\\b|був\\b|була\\b|prezent"
    "|seated|attended|despatch|exchange|label created|пришел|подтвердил|выписан|подписан|готовит|готует|готовк"
    "|одобрен|схвален|самовывоз|самовивіз|у курьер|у кур|прибув|сборочн|preluat|recuperat"
    "|complet|paid|partly paid|deliver|ship|dispatch|fulfil|unfulfil|unship|process|confirm|closed|won\\b|success"
    "|succe|approv|accept|ready|done|finish|final|active|in progress|in transit|on the way|out for delivery"
    "|backorder|pre ?order|packed|packing|picked|picking|collected|in production|invoiced|billed|settled|captured"
    "|authori[sz]ed|charged|cleared|posted|booked|reserved|scheduled|arrived|checked (?:in|out)|served|sold|sale"
    "|purchase|payment|order(?:ed)?\\b|ok\\b|valid|good|normal\\b|sent|handed over|exchanged|replaced|executed"
    "|realized|due\\b|agreed|signed|deposit|checked|verified|выполн|заверш|оплач|доставл|достав|отправл|отгруж"
    "|отгруз|получен|выдан|закрыт|принят|подтвержд|обработ|обрабат|в работе|готов|собран|собира|сборк|комплект"
    "|передан|в пути|успе[шх]|реализован|продан|продаж|провед[её]н|сделан|исполн|активн|согласован|вручен|выкуп"
    "|резерв|забронир|предоплат|предзаказ|упаков|прибыл|в производств|чек\\b|на складе|заказ\\b|покупк|авансов"
    "|частичн|обмен|назначен|викон|оплат|сплач|відправл|відвантаж|отриман|видан|закрит|прийнят|підтвердж|оброб"
    "|в роботі|зібран|в дороз|успіш|узгоджен|доставк|викуп|заброньов|передоплат|передзамовл|запакован|прибул"
    "|у виробництв|замовлення\\b|погоджен|finaliz|platit|achitat|livrat|livrare|expediat|trimis|primit|ridicat"
    "|inchis|in curs|in lucru|gata\\b|pregatit|ambalat|predat|in tranzit|realizat|vandut|vanzare|emis\\b|emisa"
    "|facturat|incasat|activ|aprobat|acceptat|validat|rezervat|onorat|in procesare|comanda\\b|schimbat|avans\\b"
    "|төлен|жеткізіл|аяқтал|орындал|қабылдан|берілд|жіберіл|дайын|bezahlt|geliefert|ausgeliefert|versand|versend"
    "|verschickt|abgeschlossen|erledigt|fertig|bestatigt|in bearbeitung|bearbeitet|zugestellt|abgeholt|erhalten"
    "|angenommen|bereit|gebucht|erfolgreich|teilweise|unterwegs|paye|livre|expedie|envoye|termine|confirme|en cours"
    "|traite|valide|recu\\b|cloture|prepar|pret\\b|reussi|facture|solde\\b|oplacon|zaplacon|dostarczon|wyslan"
    "|zrealizow|zakonczon|potwierdz|w realizacji|w trakcie|przyjet|odebran|gotow|spakowan|przetwarz|ukonczon"
    "|zamkniet|wydan|tamamland|odendi|teslim|kargo|gonderild|onayland|hazir|islen|islem|basarili|kapand|pagad"
    "|entregad|enviad|en proceso|procesa|recibid|terminad|cerrad|aprobad|listo|exitos|cobrad|facturad|pagat"
    "|consegnat|spedit|confermat|in corso|in lavorazione|elaborazion|ricevut|chius|approvat|pronto|evas|riuscit"
    "|inviat|betaald|geleverd|verzonden|voltooid|afgerond|bevestigd|pago\\b|entregue|concluid|arquivad"
    "|catdiril|tamamlan|odenil"
    "|bajarildi|yetkaz|tolandi|tolangan|დასრულ|მიწოდ|გადახდ|مكتمل|تم (?:التوصيل|الدفع|التسليم)|مدفوع"
    "|تکمیل|پرداخت|הושלם|שולם"
    "|נמסר|สำเร็จ|ชำระแล้ว|hoan thanh|да giao|ολοκληρ|पूर्ण|ivykdyt|isporucen|пришл[иа]\\b|прийш[ло]"
)
# Of these, the ones that are said of orders and of hardly anything else in a table, as whole cells of few words.
OF_ORDERS = (
    "completed?|(?:partly |partially |fully )?paid|(?:un|partly |partially )?delivered|(?:un|partially )?shipped"
    "|dispatched|(?:un|partially )?fulfilled|processing|processed|confirmed|in transit|out for delivery|in progress"
    "|picked up|packed|authori[sz]ed|captured|settled|payment received|awaiting \\w+|pending(?: \\w+)?|on hold"
    "|backordered|invoiced|won|выполнен[аоы]?|заверш[её]н[аоы]?|(?:частично )?оплачен[аоы]?|доставлен[аоы]?"
    "|отправлен[аоы]?|отгружен[аоы]?|получен[аоы]?|выдан[аоы]?|выкуплен[аоы]?|вруч[её]н[аоы]?|в обработке"
    "|обработан[аоы]?|в пути|собран[аоы]?|подтвержд[её]н[аоы]?|передан[аоы]? в доставку|реализован[аоы]?"
    "|исполнен[аоы]?|принят[аоы]?|в работе|готов[аоы]? к выдаче|викон(?:ано|аний|ана)|завершен(?:о|ий|а)"
    "|(?:частково )?оплачен(?:о|ий|а)|сплачен(?:о|ий|а)|доставлен(?:о|ий|а)|відправлен(?:о|ий|а)"
    "|відвантажен(?:о|ий|а)|отриман(?:о|ий|а)|видан(?:о|ий|а)|викуплен(?:о|ий|а)|вручен(?:о|ий|а)|в обробці"
    "|в дорозі|підтверджен(?:о|ий|а)|прийнят(?:о|ий|а)|зібран(?:о|ий|а)|в роботі|finalizat[ae]?|complet[ae]?t?[ae]?"
    "|platit[ae]?|achitat[ae]?|livrat[ae]?|expediat[ae]?|trimis[ae]?|ridicat[ae]?|in procesare|procesat[ae]?"
    "|confirmat[ae]?|in curs de livrare|in tranzit|facturat[ae]?|incasat[ae]?|onorat[ae]?|in lucru|bezahlt"
    "|geliefert|versandt|versendet|verschickt|abgeschlossen|zugestellt|in bearbeitung|bestatigt|payee?|livree?"
    "|expediee?|envoyee?|terminee?|confirmee?|en cours(?: de \\w+)?|traitee?|oplacon[aey]|zaplacon[aoey]"
    "|dostarczon[aoey]|wyslan[aoey]|zrealizowan[aoey]|zakonczon[aoey]|w realizacji|potwierdzon[aoey]|tamamlandi"
    "|odendi|teslim edildi|kargoda|kargoya verildi|gonderildi|onaylandi|hazirlaniyor|pagad[ao]|entregad[ao]"
    "|enviad[ao]|completad[ao]|confirmad[ao]|en proceso|pagat[ao]|consegnat[ao]|spedit[ao]|completat[ao]"
    "|confermat[ao]|evas[ao]|in lavorazione|betaald|geleverd|verzonden|voltooid"
)
# Words that may say that an order failed, and as well something of customers, goods or notes.
DOUBTFUL = (
    "lost|out of stock|unavailable|not available|test|error|duplicat|дубл|тест|ошибк|помилк|trash|removed|delet"
    "|удален|видален|expired|blocked|spam|спам"
)
# What is said of customers and channels, and not of orders.
OF_PEOPLE = (
    "active|inactive|subscrib|unsubscrib|churn|dormant|vip|gold|silver|bronze|platinum|regular|premium|loyal"
    "|at risk|lead|prospect|trial|returning|repeat|first time|wholesale|retail|member|guest|champion|hibernat"
    "|активн|неактивн|подписан|отписан|постоянн|потенциальн|лояльн|повторн|оптов|розничн|спящ|підписан|відписан"
    "|постійн|потенційн|роздрібн|сплячи|activ|inactiv|abonat|dezabonat|fidel|potential"
    "|web\\b|website|online|offline|shop\\b|store\\b|pos\\b|phone|marketplace|social|сайт|магазин|онлайн"
    "|офлайн|телефон"
    "|інтернет|интернет|magazin"
)
PARTIAL = "partial|частичн|частков"
TRANSFER = (
    "withdraw|payout|transfer|fee|deposit|currency conversion|top ?up|adjustment|authorization|hold|chargeback fee"
    "|bon de consum|nota de (?:receptie|intrare|transfer)|nir\\b|aviz intern|proces verbal|internal use"
    "|write ?off|scrap"
    "|goods receipt|stock (?:receipt|transfer)|supplier|inventory|wareneingang|przyjecie zew|przesunieci"
    "|поступление (?:тов|тмц|мат)|закупк|приобретение тов|оприход|перемещен|инвентариз"
    "|надходження (?:тов|мат)|закупів|оприбутк|переміщен"
    "|вывод|перевод|комисси|пополнен|списани|выплат|конвертац|виведен|переказ|комісі|поповнен|виплат|retrager"
    "|comision|alimentare|depunere|auszahl|gebuhr|uberweis|virement|frais|wyplat|prowizj|komisyon|retirad|prelievo"
)
# Beside these a "transfer" is a way to pay, not money moved between accounts.
WAY_TO_PAY = "card|cash|visa|mastercard|карт|налич|безнал|готівк|numerar|kaspi|қолма"
NOT_YET = (
    "unpaid|not paid|fail|declin|error|incomplete|pending|awaiting|waiting|не ?оплач|ожида|ждет|ждёт|ошибк|неуспеш"
    "|не ?удал|очіку|помилк|неуспіш|невдал|не вдал|neplatit|neachitat|esuat|eroare|in astept|unbezahlt"
    "|nicht bezahlt|fehlgeschlag|non paye|impaye|en attente|echou|nieoplac|nie oplac|oczekuj|odenmedi|basarisiz"
    "|no pagad|impagad|pendiente|fallid|non pagat|in attesa"
)
# Events of a web shop's log that show people looking round; a purchase that a word goes on to name is one all the same.
BROWSING = (
    "view|pageview|page view|impression|click|scroll|search"
    "|(?:add|remove|delete)\\w* (?:to|from) (?:cart|basket|wish|bag)"
    "|addtocart|removefromcart|cart\\b|basket|wishlist|begin checkout|start checkout|initiate checkout"
    "|initiatecheckout"
    "|checkout(?! (?:complet|success|done|paid))|add payment|add shipping|addpaymentinfo|viewcontent"
    "|select item"
    "|просмотр|клик|поиск|(?:добав\\w+|удал\\w+) (?:в|из) корзин|корзин|избранн|показ|начало оформления"
    "|начал оформление"
    "|перегляд|клік|пошук|(?:дода\\w+|вилуч\\w+|видал\\w+) (?:до|в|у|з) кошик|кошик|обране|початок оформлення"
    "|vizualiz|afisare|clic|cautare|(?:adaug\\w*|scos|sters) (?:in|din) cos|cos\\b|favorite|inceput checkout"
    "|ansicht|aufruf|klick|suche|warenkorb|merkliste|recherche|panier|wyswietl|klikn|wyszuk|koszyk"
    "|goruntule|tikla|arama|sepet|vista|busqueda|carrito|visualizz|ricerca|carrello"
)
BOUGHT = (
    "purchase|order|transaction|buy\\b|bought|sale\\b|sold|payment|paid"
    "|checkout (?:complet|success|done|paid)|conversion"
    "|покупк|заказ|оплат|куплен|купил|транзакц|продаж|замовлен|куп|придба|транзакц"
    "|cumpar|achizit|comanda|plata|platit|tranzact|vanzare|kauf|gekauft|bestell|bezahl|transaktion"
    "|achat|achete|commande|paiement|zakup|kupion|zamowien|platnos|transakcj|compra|pedido|pago|transaccion"
    "|satin al|siparis|odeme|acquist|ordine|pagament|transazion"
)
# What else such a log tells of people.
OTHER_EVENTS = (
    "session|log ?in|login|log ?out|logout|sign ?up|signup|sign ?in|register|subscri|install|app open|open app|share"
    "|visit|review"
    "|вход|выход|регистрац|подписк|визит|вхід|вихід|реєстрац|підписк|візит|autentific|inregistr|vizita|abonare"
)
# What a type of document or of record calls a sale, and the ways in which something is sold.
SALES = (
    "invoice|bill\\b|receipt|check\\b|cheque|ticket|charge\\b|capture|pay\\b|sales?\\b|shipment|income|credit\\b"
    "|реализац|реалізац|накладн|сч[её]т|чек|приход|прихід|акт\\b|рахунок|надходж|поступлен|визит|візит|услуг|послуг"
    "|factur|bon\\b|chitant|aviz|incasar|rechnung|beleg|quittung|ticket|recu\\b|faktur|paragon|fatura|fis\\b"
    "|satis|fattura|scontrino|venta|venda|nota fiscal|cobro|order\\b|auftrag|kassenbon"
    "|dine|take ?away|takeout|to go\\b|pick ?up|collection|eat in|walk in|delivery|online|offline"
    "|in store|web\\b|pos\\b"
    "|retail|wholesale|b2[bc]\\b|one ?(?:time|off)|subscription|recurring|first|repeat|new\\b|returning"
    "|standard|express"
    "|с собой|навынос|в зале|в заведении|розниц|оптов|опт\\b|на місці|з собою|роздріб|подписк|підписк|разов"
    "|la pachet|la local|en gros|angro|abonament|online"
)
